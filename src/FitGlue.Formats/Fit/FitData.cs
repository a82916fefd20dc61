using System.Text;

namespace FitGlue.Formats.Fit;

/// <summary>One message of a file, read field by field.</summary>
internal readonly ref struct FitData(FitDefinition definition, ReadOnlySpan<byte> payload, uint? timestamp)
{
    private const byte TimestampField = 253;

    private readonly ReadOnlySpan<byte> _payload = payload;

    public ushort Message => definition.Message;

    /// <summary>When it was written: its own field, or the few bits in its header.</summary>
    public DateTimeOffset? Time => timestamp is { } seconds ? FitTime.Read(seconds) : null;

    /// <summary>Seconds of the device; they may count from its start.</summary>
    public uint? Timestamp => timestamp;

    public static uint? TimestampIn(FitDefinition definition, ReadOnlySpan<byte> payload) =>
        new FitData(definition, payload, timestamp: null).Whole(TimestampField);

    public double? Number(byte field) =>
        definition.TryFind(field, out var bytes, out var baseType) ? FitValue.Read(_payload[bytes], baseType, definition.BigEndian) : null;

    public double? Number(byte field, double scale, double offset = 0) => (Number(field) / scale) - offset;

    public uint? Whole(byte field) => Number(field) is >= 0 and <= uint.MaxValue and var number ? (uint)number : null;

    public byte? Code(byte field) => Number(field) is >= 0 and < byte.MaxValue and var number ? (byte)number : null;

    public DateTimeOffset? Instant(byte field) => Whole(field) is { } seconds ? FitTime.Read(seconds) : null;

    /// <summary>Thousandths of a second.</summary>
    public TimeSpan? Duration(byte field) => Whole(field) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    public string? Text(byte field)
    {
        var bytes = Bytes(field);
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>A field as it lies in the file; empty where there is none.</summary>
    public ReadOnlySpan<byte> Bytes(byte field) => definition.TryFind(field, out var bytes, out _) ? _payload[bytes] : [];

    public bool BigEndian => definition.BigEndian;
}
