using System.Buffers;
using System.Buffers.Binary;

namespace FitGlue.Formats.Fit;

/// <summary>The messages of an activity file by local type (their place here) and global number.</summary>
internal enum FitMessage : ushort
{
    FileId = 0,
    FileCreator = 49,
    DeviceInfo = 23,
    Event = 21,
    Record = 20,
    Lap = 19,
    Session = 18,
    Activity = 34,

    /// <summary>Read and never written, as the one below.</summary>
    Sport = 12,
    HeartRate = 132,
}

/// <summary>Puts messages into a FIT file: a definition before the first message of a layout, a header before and a checksum behind all.</summary>
internal sealed class FitWriter
{
    private const int HeaderSize = 14;
    private const byte DefinitionFlag = 0x40;
    private const byte Protocol20 = 0x20;
    private const ushort Profile = 21217;

    private static readonly FitMessage[] LocalTypes =
    [
        FitMessage.FileId,
        FitMessage.FileCreator,
        FitMessage.DeviceInfo,
        FitMessage.Event,
        FitMessage.Record,
        FitMessage.Lap,
        FitMessage.Session,
        FitMessage.Activity,
    ];

    private readonly ArrayBufferWriter<byte> _data = new(4096);
    private readonly byte[]?[] _layouts = new byte[LocalTypes.Length][];

    public void Write(FitMessage message, params ReadOnlySpan<FitField?> fields)
    {
        var local = (byte)Array.IndexOf(LocalTypes, message);
        Define(message, local, fields);
        Put(local);
        foreach (var field in fields)
        {
            if (field is { } known)
            {
                known.WriteTo(_data.GetSpan(known.Size));
                _data.Advance(known.Size);
            }
        }
    }

    /// <summary>The whole file.</summary>
    public byte[] ToFile()
    {
        var file = new byte[HeaderSize + _data.WrittenCount + 2];
        var header = file.AsSpan(0, HeaderSize);
        header[0] = HeaderSize;
        header[1] = Protocol20;
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], Profile);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)_data.WrittenCount);
        ".FIT"u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], FitCrc.Of(header[..12]));
        _data.WrittenSpan.CopyTo(file.AsSpan(HeaderSize));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(^2..), FitCrc.Of(file.AsSpan(..^2)));
        return file;
    }

    private void Define(FitMessage message, byte local, ReadOnlySpan<FitField?> fields)
    {
        Span<byte> layout = stackalloc byte[3 * fields.Length];
        var length = 0;
        foreach (var field in fields)
        {
            if (field is { } known)
            {
                (layout[length], layout[length + 1], layout[length + 2]) = (known.Number, known.Size, known.BaseType);
                length += 3;
            }
        }

        layout = layout[..length];
        if (_layouts[local] is { } defined && layout.SequenceEqual(defined))
        {
            return;
        }

        _layouts[local] = layout.ToArray();
        const byte reserved = 0;
        const byte littleEndian = 0;
        Put((byte)(DefinitionFlag | local), reserved, littleEndian, (byte)message, (byte)((ushort)message >> 8), (byte)(length / 3));
        _data.Write(layout);
    }

    private void Put(params ReadOnlySpan<byte> bytes) => _data.Write(bytes);
}
