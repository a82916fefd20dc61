using System.Buffers.Binary;

namespace FitGlue.Formats.Fit;

/// <summary>The layout that a file gave to one of its sixteen local message types.</summary>
internal sealed class FitDefinition
{
    private const int FieldSize = 3;

    private readonly byte[] _fields;
    private readonly ushort[] _offsets;

    // Place of a field in the layout by its number, plus one.
    private readonly byte[] _places = new byte[256];

    /// <param name="fields">Number, size and base type of each.</param>
    public FitDefinition(ushort message, bool bigEndian, ReadOnlySpan<byte> fields)
    {
        (Message, BigEndian) = (message, bigEndian);
        _fields = fields.ToArray();
        _offsets = new ushort[fields.Length / FieldSize];
        for (var place = 0; place < _offsets.Length; place++)
        {
            _offsets[place] = (ushort)Size;
            Size += _fields[(place * FieldSize) + 1];
            _places[_fields[place * FieldSize]] = (byte)(place + 1);
        }
    }

    /// <summary>Global number of the message.</summary>
    public ushort Message { get; }

    public bool BigEndian { get; }

    /// <summary>Bytes of the fields that the profile knows.</summary>
    public int Size { get; }

    /// <summary>Bytes of the fields behind them that applications made up; they are passed by.</summary>
    public int DeveloperSize { get; set; }

    public bool TryFind(byte field, out Range bytes, out byte baseType)
    {
        var place = _places[field] - 1;
        if (place < 0)
        {
            (bytes, baseType) = (default, 0);
            return false;
        }

        var offset = _offsets[place];
        (bytes, baseType) = (offset..(offset + _fields[(place * FieldSize) + 1]), _fields[(place * FieldSize) + 2]);
        return true;
    }

    /// <param name="head">Reserved byte, architecture, global number and number of fields.</param>
    public static (ushort Message, bool BigEndian, int FieldBytes) ReadHead(ReadOnlySpan<byte> head)
    {
        var bigEndian = head[1] == 1;
        var message = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head[2..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        return (message, bigEndian, head[4] * FieldSize);
    }
}
