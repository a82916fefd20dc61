using System.IO.Compression;

namespace FitGlue.Testing.Files;

/// <summary>What disks, networks and packers do to bytes without knowing what they are.</summary>
public static class RawMutations
{
    private static readonly Func<byte[], Random, byte[]>[] All =
    [
        (file, draw) => file[..draw.Next(file.Length)],
        Flip,
        (file, draw) => Spans(file, draw) is var (from, to) ? [.. file[..from], .. file[to..]] : file,
        (file, draw) => Spans(file, draw) is var (from, to) ? [.. file[..to], .. file[from..]] : file,
        Overwrite,
        (file, draw) => [.. file, .. file[draw.Next(file.Length)..]],
    ];

    public static byte[] Of(byte[] file, Random draw) => file.Length == 0 ? file : All[draw.Next(All.Length)](file, draw);

    public static byte[] Gzip(byte[] file)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(file);
        }

        return stream.ToArray();
    }

    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Flip(byte[] file, Random draw)
    {
        byte[] flipped = [.. file];
        for (var left = draw.Next(1, 9); left > 0; left--)
        {
            flipped[draw.Next(flipped.Length)] ^= (byte)(1 << draw.Next(8));
        }

        return flipped;
    }

    private static byte[] Overwrite(byte[] file, Random draw)
    {
        byte[] changed = [.. file];
        var (from, to) = Spans(file, draw);
        draw.NextBytes(changed.AsSpan(from..to));
        return changed;
    }

    private static (int From, int To) Spans(byte[] file, Random draw)
    {
        var from = draw.Next(file.Length);
        return (from, draw.Next(from, Math.Min(file.Length, from + 64) + 1));
    }
}
