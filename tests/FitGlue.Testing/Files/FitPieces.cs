using System.Buffers.Binary;

namespace FitGlue.Testing.Files;

/// <summary>A FIT file taken apart into its messages, and put together with a length and checksums that hold.</summary>
public static class FitPieces
{
    /// <summary>Definitions and data of the first file, in order.</summary>
    public static List<byte[]> Of(byte[] file)
    {
        var pieces = new List<byte[]>();
        var sizes = new int[16];
        var end = Math.Min(file.Length, file[0] + (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)));
        for (int at = file[0], size; at < end; at += size)
        {
            size = SizeOf(file.AsSpan(at), sizes);
            pieces.Add(file[at..Math.Min(at + size, end)]);
        }

        return pieces;
    }

    public static byte[] Join(IEnumerable<byte[]> pieces, byte headerSize = 14)
    {
        byte[] data = [.. pieces.SelectMany(piece => piece)];
        var file = new byte[headerSize + data.Length + 2];
        (file[0], file[1]) = (headerSize, 0x20);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), (uint)data.Length);
        ".FIT"u8.CopyTo(file.AsSpan(8));
        data.CopyTo(file, headerSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(file.Length - 2), FitBuilder.Crc(file.AsSpan(0, file.Length - 2)));
        return file;
    }

    public static bool IsDefinition(byte[] piece) => piece[0] is >= 0x40 and < 0x80;

    private static int SizeOf(ReadOnlySpan<byte> piece, int[] sizes)
    {
        var header = piece[0];
        if (header >= 0x80)
        {
            return sizes[(header >> 5) & 3];
        }

        if ((header & 0x40) == 0)
        {
            return sizes[header & 0x0F];
        }

        var (fields, size) = (piece[5], 1);
        for (var field = 0; field < fields; field++)
        {
            size += piece[7 + (field * 3)];
        }

        var definition = 6 + (fields * 3);
        if ((header & 0x20) != 0)
        {
            var developer = piece[definition];
            for (var field = 0; field < developer; field++)
            {
                size += piece[definition + 2 + (field * 3)];
            }

            definition += 1 + (developer * 3);
        }

        sizes[header & 0x0F] = size;
        return definition;
    }
}
