using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FitGlue.Formats.Fit;

/// <summary>One field of a message: its number in the profile, its base type and its value. An unknown value is a null field, which is left out.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FitField
{
    private readonly uint _number;
    private readonly byte[]? _text;

    private FitField(byte field, byte baseType, int size, uint number, byte[]? text = null)
    {
        (Number, BaseType, Size) = (field, baseType, checked((byte)size));
        (_number, _text) = (number, text);
    }

    public byte Number { get; }

    public byte BaseType { get; }

    public byte Size { get; }

    public static FitField Enum(byte field, byte value) => new(field, 0x00, 1, value);

    public static FitField U8(byte field, int value) => new(field, 0x02, 1, checked((byte)value));

    public static FitField U16(byte field, int value) => new(field, 0x84, 2, checked((ushort)value));

    public static FitField U32(byte field, uint value) => new(field, 0x86, 4, value);

    /// <summary>A number whose absent value is 0 rather than all bits set.</summary>
    public static FitField U32Z(byte field, uint value) => new(field, 0x8C, 4, value);

    public static FitField Text(byte field, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value + '\0');
        return new(field, 0x07, bytes.Length, 0, bytes);
    }

    /// <summary>Text of others, cut where it would not fit into a field.</summary>
    public static FitField ShortText(byte field, string value)
    {
        const int longest = 60;
        var text = new StringBuilder();
        foreach (var rune in value.EnumerateRunes().TakeWhile(_ => text.Length < longest).Where(rune => rune.Value != 0))
        {
            text.Append(rune);
        }

        return Text(field, text.ToString());
    }

    public static FitField S32(byte field, int value) => new(field, 0x85, 4, unchecked((uint)value));

    public void WriteTo(Span<byte> bytes)
    {
        switch (Size)
        {
            case var _ when _text is not null:
                _text.CopyTo(bytes);
                break;
            case 1:
                bytes[0] = (byte)_number;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)_number);
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, _number);
                break;
        }
    }
}
