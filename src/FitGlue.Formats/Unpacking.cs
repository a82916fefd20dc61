using System.IO.Compression;

namespace FitGlue.Formats;

/// <summary>Unpacks what strangers packed. Sizes are counted while unpacking; what the package says of itself is not believed.</summary>
internal static class Unpacking
{
    /// <summary>No recorded workout is packed tighter; a bomb is.</summary>
    private const int LargestRatio = 100;

    // Small ones may be as tight as they like.
    private const int SmallSize = 1024 * 1024;

    /// <param name="unpacked">Grows by what was unpacked, whether or not it comes to an end.</param>
    /// <exception cref="UnreadableFileException">It is damaged, or no workout is so large.</exception>
    public static ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> content, ref long unpacked)
    {
        try
        {
            using var stream = new GZipStream(new ContentStream(content), CompressionMode.Decompress);
            return Drain(stream, content.Length, ref unpacked);
        }
        catch (InvalidDataException exception)
        {
            throw new UnreadableFileException("The .gz file is damaged. Download it again, or upload the file unpacked.", exception);
        }
    }

    /// <param name="packed">How many bytes it took when packed.</param>
    /// <param name="total">Grows by what was unpacked.</param>
    public static ReadOnlyMemory<byte> Drain(Stream stream, long packed, ref long total)
    {
        var most = Math.Min(FileLimits.Bytes, Math.Max(SmallSize, packed * LargestRatio));
        using var unpacked = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            unpacked.Write(buffer, 0, read);
            total += read;
            if (unpacked.Length > most)
            {
                throw unpacked.Length > FileLimits.Bytes
                    ? FileLimits.TooLarge()
                    : new UnreadableFileException(
                        "The file grows more than a hundredfold when unpacked, which no workout does. Upload it unpacked."
                    );
            }
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }
}
