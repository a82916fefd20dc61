using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FitGlue.Core.Activities;

namespace FitGlue.Engine.Fetch;

/// <summary>Documents as bytes: compressed, and hashed before that.</summary>
public static class DocumentContent
{
    public static string HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Compress(string text) => Compress(Encoding.UTF8.GetBytes(text));

    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Optimal))
        {
            brotli.Write(bytes);
        }

        return buffer.ToArray();
    }

    public static string Expand(byte[] content) => Encoding.UTF8.GetString(ExpandBytes(content).Span);

    public static ReadOnlyMemory<byte> ExpandBytes(byte[] content)
    {
        using var brotli = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        using var expanded = new MemoryStream();
        brotli.CopyTo(expanded);
        return expanded.GetBuffer().AsMemory(0, (int)expanded.Length);
    }

    /// <summary>Whether stored content is what was hashed when it came.</summary>
    public static bool Matches(byte[] content, string hash)
    {
        try
        {
            return HashOf(ExpandBytes(content).Span) == hash;
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException or IOException)
        {
            return false;
        }
    }

    /// <summary>The rows of a window, sorted, one a line (<c>unix milliseconds,bpm,context</c>): however they were fetched, the same text.</summary>
    public static string OfHeartRate(IEnumerable<HeartRateSample> samples) =>
        string.Join(
            '\n',
            samples
                .Select(sample => (Time: sample.Time.ToUnixTimeMilliseconds(), sample.Bpm, sample.Context))
                .Distinct()
                .OrderBy(row => row.Time)
                .ThenBy(row => row.Context, StringComparer.Ordinal)
                .ThenBy(row => row.Bpm)
                .Select(row => $"{row.Time},{row.Bpm},{row.Context}")
        );

    public static IReadOnlyList<HeartRateSample> ToHeartRate(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ToSample)];

    private static HeartRateSample ToSample(string line)
    {
        var parts = line.Split(',', 3);
        return new(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0])), int.Parse(parts[1]), parts[2] is "" ? null : parts[2]);
    }
}
