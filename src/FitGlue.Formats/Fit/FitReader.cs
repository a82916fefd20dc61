using System.Buffers.Binary;

namespace FitGlue.Formats.Fit;

/// <summary>
/// Reads FIT activity files of any device, message by message: in either order of bytes, with compressed times, fields of applications,
/// several files in one, or cut off. What can be read of a damaged file is read, and a warning says so.
/// </summary>
public static class FitReader
{
    private const int SmallestHeader = 12;
    private const int CrcSize = 2;
    private const string CutOff = "The file is cut off: its end is missing. What came before was read.";

    /// <exception cref="UnreadableFileException">There is no workout in it.</exception>
    public static RecordedFile Read(Stream stream)
    {
        var bytes = new FitStream(stream);
        var activities = new List<RecordedActivity>();
        var warnings = new List<string>();
        var allowance = new PointAllowance();
        var reason = "This is no FIT file. Choose the .fit file that your device or its app exported.";
        for (var files = 0; TryReadHeader(bytes, out var header); files++)
        {
            var content = new FitContent(allowance);
            warnings.AddRange(ReadFile(bytes, header, content));
            activities.AddRange(FitActivities.Of(content, warnings));
            reason = content.WhyEmpty;
            if (Math.Max(files, activities.Count) > FileLimits.Activities)
            {
                throw FileLimits.TooManyParts();
            }
        }

        return activities.Count > 0 ? new(activities, warnings) : throw new UnreadableFileException(reason);
    }

    /// <summary>False where no further file follows.</summary>
    private static bool TryReadHeader(FitStream bytes, out FitHeader header)
    {
        header = default;
        bytes.ResetCrc();
        if (!bytes.TryTake(1, out var first) || first[0] < SmallestHeader)
        {
            return false;
        }

        var size = first[0];
        if (!bytes.TryTake(size - 1, out var rest) || !rest[7..11].SequenceEqual(".FIT"u8))
        {
            return false;
        }

        var declared = BinaryPrimitives.ReadUInt32LittleEndian(rest[3..]);
        // A device that lost its power never came to write the length.
        header = new(declared is 0 or uint.MaxValue ? null : bytes.Position + declared);
        return true;
    }

    private static IEnumerable<string> ReadFile(FitStream bytes, FitHeader header, FitContent content)
    {
        var messages = new FitMessages(bytes, content);
        var end = header.End ?? long.MaxValue;
        var outcome = FitMessageOutcome.Read;
        while (bytes.Position < end && outcome is FitMessageOutcome.Read)
        {
            outcome = messages.ReadNext();
        }

        return outcome switch
        {
            FitMessageOutcome.Read => Checked(bytes, end),
            FitMessageOutcome.Cut when header.End is null =>
            [
                "The device did not close the file, probably because its power failed. All that it wrote was read.",
            ],
            FitMessageOutcome.Cut => [CutOff],
            _ => Resume(bytes, end),
        };
    }

    private static string[] Checked(FitStream bytes, long end)
    {
        var (computed, ends) = (bytes.Crc, bytes.Position == end);
        return !bytes.TryTake(CrcSize, out var written) ? [CutOff]
            : ends && BinaryPrimitives.ReadUInt16LittleEndian(written) == computed ? []
            : ["The checksum of the file does not match: it was damaged on its way, and values may be wrong."];
    }

    // Behind damage nothing can be told apart until the next file begins.
    private static string[] Resume(FitStream bytes, long end)
    {
        var at = bytes.Position;
        bytes.TrySkip(end - at + (end == long.MaxValue ? 0 : CrcSize));
        return [$"The file is damaged at byte {at}. What came before was read, what comes after could not be."];
    }
}

/// <param name="End">Where its messages end; null where the device did not come to write it.</param>
internal readonly record struct FitHeader(long? End);
