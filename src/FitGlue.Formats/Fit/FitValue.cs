using System.Buffers.Binary;

namespace FitGlue.Formats.Fit;

/// <summary>Numbers of the base types of the protocol. Each type has a value that means "absent".</summary>
internal static class FitValue
{
    // The base type is the low five bits; the highest tells whether the order of bytes matters.
    private const int BaseTypeMask = 0x1F;

    /// <summary>The first number of a field; null where it is absent or the field is too short for its type.</summary>
    public static double? Read(ReadOnlySpan<byte> bytes, byte baseType, bool bigEndian) =>
        (baseType & BaseTypeMask) switch
        {
            0x00 or 0x02 or 0x0D when bytes.Length >= 1 => Unless(bytes[0], bytes[0] == byte.MaxValue),
            0x01 when bytes.Length >= 1 => Unless((sbyte)bytes[0], bytes[0] == (byte)sbyte.MaxValue),
            0x0A when bytes.Length >= 1 => Unless(bytes[0], bytes[0] == 0),
            0x03 when bytes.Length >= 2 && (short)U16(bytes, bigEndian) is var value => Unless(value, value == short.MaxValue),
            0x04 when bytes.Length >= 2 && U16(bytes, bigEndian) is var value => Unless(value, value == ushort.MaxValue),
            0x0B when bytes.Length >= 2 && U16(bytes, bigEndian) is var value => Unless(value, value == 0),
            0x05 when bytes.Length >= 4 && (int)U32(bytes, bigEndian) is var value => Unless(value, value == int.MaxValue),
            0x06 when bytes.Length >= 4 && U32(bytes, bigEndian) is var value => Unless(value, value == uint.MaxValue),
            0x0C when bytes.Length >= 4 && U32(bytes, bigEndian) is var value => Unless(value, value == 0),
            0x08 when bytes.Length >= 4 && BitConverter.UInt32BitsToSingle(U32(bytes, bigEndian)) is var value => Finite(value),
            0x09 when bytes.Length >= 8 && BitConverter.UInt64BitsToDouble(U64(bytes, bigEndian)) is var value => Finite(value),
            0x0E when bytes.Length >= 8 && (long)U64(bytes, bigEndian) is var value => Unless(value, value == long.MaxValue),
            0x0F when bytes.Length >= 8 && U64(bytes, bigEndian) is var value => Unless(value, value == ulong.MaxValue),
            0x10 when bytes.Length >= 8 && U64(bytes, bigEndian) is var value => Unless(value, value == 0),
            _ => null,
        };

    public static uint U32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ushort U16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static ulong U64(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static double? Unless(double value, bool absent) => absent ? null : value;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
