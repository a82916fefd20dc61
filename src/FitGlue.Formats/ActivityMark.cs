using System.Buffers.Binary;
using System.Text;
using FitGlue.Core.Activities;

namespace FitGlue.Formats;

/// <summary>Tells whether a file that we wrote is of a given activity, whatever its format and revision.</summary>
public static class ActivityMark
{
    // The serial number stands in the first message of a FIT file.
    private const int FitHead = 64;

    public static bool IsIn(ReadOnlySpan<byte> file, Activity activity)
    {
        var serial = ActivityFigures.SerialOf(activity);
        Span<byte> littleEndian = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(littleEndian, serial);
        return file[..Math.Min(file.Length, FitHead)].IndexOf(littleEndian) >= 0
            || file.IndexOf(Encoding.UTF8.GetBytes($"<UnitId>{serial}</UnitId>")) >= 0
            || file.IndexOf(ActivityJson.HeadOf(activity)) >= 0;
    }
}
