namespace FitGlue.Formats.Fit;

/// <summary>CRC-16/ARC, as the FIT protocol wants it: reflected polynomial 0xA001, initial value 0.</summary>
internal static class FitCrc
{
    private static readonly ushort[] Table = [.. Enumerable.Range(0, 256).Select(EntryOf)];

    public static ushort Of(ReadOnlySpan<byte> bytes) => Of(bytes, before: 0);

    /// <summary>Goes on from the checksum of what came before.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes, ushort before)
    {
        var crc = before;
        foreach (var value in bytes)
        {
            crc = (ushort)((crc >> 8) ^ Table[(crc ^ value) & 0xFF]);
        }

        return crc;
    }

    private static ushort EntryOf(int value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xA001;
        }

        return (ushort)value;
    }
}
