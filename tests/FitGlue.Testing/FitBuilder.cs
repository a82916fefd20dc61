using System.Buffers.Binary;
using System.Text;

namespace FitGlue.Testing;

/// <summary>Writes FIT files byte by byte, also such as our own writer never makes.</summary>
public sealed class FitBuilder
{
    public const byte Enum = 0x00;
    public const byte U8 = 0x02;
    public const byte U16 = 0x84;
    public const byte S32 = 0x85;
    public const byte U32 = 0x86;
    public const byte Bytes = 0x0D;
    public const byte Text = 0x07;

    /// <summary>2026-09-12T04:30:00Z.</summary>
    public const uint Start = 1_158_121_800;

    private readonly List<byte> _data = [];

    public int HeaderSize { get; init; } = 14;

    public bool ZeroHeaderCrc { get; init; }

    /// <summary>What the header says of the length; null: the truth.</summary>
    public uint? DeclaredSize { get; init; }

    public FitBuilder Define(int local, ushort message, params (byte Number, byte Size, byte Type)[] fields) =>
        Define(local, message, bigEndian: false, fields);

    public FitBuilder Define(int local, ushort message, bool bigEndian, params (byte Number, byte Size, byte Type)[] fields)
    {
        var number = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(number, message);
        if (bigEndian)
        {
            number.AsSpan().Reverse();
        }

        Raw((byte)(0x40 | local), 0, (byte)(bigEndian ? 1 : 0), number[0], number[1], (byte)fields.Length);
        return Raw([.. fields.SelectMany(field => (byte[])[field.Number, field.Size, field.Type])]);
    }

    /// <summary>A definition whose messages end with fields that an application made up.</summary>
    public FitBuilder DefineWithDeveloperFields(
        int local,
        ushort message,
        (byte Number, byte Size, byte Type)[] fields,
        params byte[] sizes
    )
    {
        Define(local, message, fields);
        _data[_data.Count - 6 - (fields.Length * 3)] |= 0x20;
        Raw((byte)sizes.Length);
        return Raw([.. sizes.Index().SelectMany(size => (byte[])[(byte)size.Index, size.Item, 0])]);
    }

    public FitBuilder Data(int local, params object[] values) => Raw((byte)local).Values(values);

    public FitBuilder DataBigEndian(int local, params object[] values) =>
        Raw((byte)local).Raw([.. values.SelectMany(value => BytesOf(value).Reverse())]);

    /// <summary>A message whose time is five bits in its header.</summary>
    public FitBuilder Compressed(int local, uint time, params object[] values) =>
        Raw((byte)(0x80 | (local << 5) | (int)(time & 0x1F))).Values(values);

    public FitBuilder Raw(params byte[] bytes)
    {
        _data.AddRange(bytes);
        return this;
    }

    /// <summary>A file_id of an activity.</summary>
    public FitBuilder FileId(byte type = 4) => Define(0, 0, (0, 1, Enum), (1, 2, U16), (2, 2, U16)).Data(0, type, (ushort)1, (ushort)1325);

    /// <summary>Defines a record of time, heart rate and distance.</summary>
    public FitBuilder DefineRecord(int local = 1) => Define(local, 20, (253, 4, U32), (3, 1, U8), (5, 4, U32));

    public FitBuilder Record(uint second, byte bpm, uint centimeters = uint.MaxValue, int local = 1) =>
        Data(local, Start + second, bpm, centimeters);

    /// <summary>A session of a sport with its calories.</summary>
    public FitBuilder Session(uint second, uint seconds, byte sport = 1, byte subSport = 0, int local = 2) =>
        Define(local, 18, (253, 4, U32), (2, 4, U32), (5, 1, Enum), (6, 1, Enum), (7, 4, U32), (8, 4, U32), (11, 2, U16))
            .Data(local, Start + second + seconds, Start + second, sport, subSport, seconds * 1000, seconds * 1000, (ushort)100);

    /// <summary>The last message, of a place three hours ahead of UTC.</summary>
    public FitBuilder Activity(int local = 3) => Define(local, 34, (253, 4, U32), (5, 4, U32)).Data(local, Start, Start + 10_800);

    public byte[] ToFile()
    {
        var data = _data.ToArray();
        var file = new byte[HeaderSize + data.Length + 2];
        (file[0], file[1]) = ((byte)HeaderSize, 0x20);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(2), 21217);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), DeclaredSize ?? (uint)data.Length);
        Encoding.ASCII.GetBytes(".FIT").CopyTo(file, 8);
        if (HeaderSize >= 14 && !ZeroHeaderCrc)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(12), Crc(file.AsSpan(0, 12)));
        }

        data.CopyTo(file, HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(file.Length - 2), Crc(file.AsSpan(0, file.Length - 2)));
        return file;
    }

    /// <summary>CRC-16/ARC, bit by bit.</summary>
    public static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xA001);
            }
        }

        return (ushort)crc;
    }

    private FitBuilder Values(object[] values) => Raw([.. values.SelectMany(BytesOf)]);

    private static byte[] BytesOf(object value) =>
        value switch
        {
            byte number => [number],
            ushort number => BitConverter.GetBytes(number),
            uint number => BitConverter.GetBytes(number),
            int number => BitConverter.GetBytes(number),
            string text => Encoding.UTF8.GetBytes(text + '\0'),
            byte[] bytes => bytes,
            _ => throw new ArgumentException($"FIT has no {value.GetType()}.", nameof(value)),
        };
}
