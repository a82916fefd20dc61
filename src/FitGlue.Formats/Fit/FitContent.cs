using FitGlue.Core.Activities;

namespace FitGlue.Formats.Fit;

/// <summary>What the messages of one FIT file say, as far as a workout is concerned. All other messages and fields are passed by.</summary>
internal sealed class FitContent(PointAllowance allowance)
{
    private const byte ActivityFile = 4;
    private const byte StartsTimer = 0;
    private static readonly byte[] StopsTimer = [1, 4, 8, 9];

    private readonly FitOdometer _odometer = new();
    private byte? _fileType;
    private string? _product;
    private string? _creatorProduct;
    private string? _maker;

    public List<RecordedPoint> Points { get; } = [];

    public List<FitSummary> Sessions { get; } = [];

    public List<FitSummary> Laps { get; } = [];

    /// <summary>The timer started (true) or stopped.</summary>
    public List<(DateTimeOffset Time, bool Starts)> Timer { get; } = [];

    public FitHeartRates HeartRates { get; } = new(allowance);

    /// <summary>What the clock on the wall showed beyond UTC; null where the file does not say.</summary>
    public TimeSpan? Offset { get; private set; }

    public (byte? Sport, byte? SubSport) Sport { get; private set; }

    public bool HasActivityMessage { get; private set; }

    /// <summary>Records that cannot be placed in time.</summary>
    public int Timeless { get; private set; }

    public string? Device => _product ?? _creatorProduct ?? _maker;

    /// <summary>False: it holds a plan or measurements of days.</summary>
    public bool IsActivity => _fileType is null or ActivityFile;

    public string WhyEmpty =>
        IsActivity
            ? "The FIT file holds no workout: not one record and no summary with a time. Export the activity again."
            : "The FIT file holds no workout but a course, a plan, settings or values of a day. Choose the file of an activity.";

    public void Add(FitData data)
    {
        switch ((FitMessage)data.Message)
        {
            case FitMessage.Record:
                AddRecord(data);
                break;
            case FitMessage.HeartRate:
                HeartRates.Add(data);
                break;
            case FitMessage.Event when data.Code(0) == 0:
                AddTimer(data);
                break;
            case FitMessage.Lap:
                AddPart(Laps, FitSummary.OfLap(data), FileLimits.Parts);
                break;
            case FitMessage.Session:
                AddPart(Sessions, FitSummary.OfSession(data), FileLimits.Activities);
                break;
            case FitMessage.Activity:
                HasActivityMessage = true;
                Offset = OffsetIn(data) ?? Offset;
                break;
            case FitMessage.Sport:
                Sport = (data.Code(0), data.Code(1));
                break;
            case FitMessage.FileId:
                _fileType = data.Code(0);
                _product = data.Text(8);
                _maker = FitMaker.NameOf(data.Whole(1), data.Whole(2));
                break;
            case FitMessage.DeviceInfo when data.Code(0) == 0:
                _creatorProduct = data.Text(27) ?? _creatorProduct;
                break;
        }
    }

    private void AddRecord(FitData data)
    {
        if (data.Time is not { } time)
        {
            Timeless++;
            return;
        }

        allowance.Take();
        Points.Add(FitRecord.Read(data, time, _odometer));
    }

    private void AddTimer(FitData data)
    {
        if (data.Time is { } time && data.Code(1) is { } type && (type == StartsTimer || StopsTimer.Contains(type)))
        {
            AddPart(Timer, (time, type == StartsTimer), FileLimits.Parts);
        }
    }

    private static void AddPart<T>(List<T> parts, T? part, int most)
    {
        if (part is not null)
        {
            parts.Add(parts.Count < most ? part : throw FileLimits.TooManyParts());
        }
    }

    private static TimeSpan? OffsetIn(FitData data)
    {
        const byte localTimestamp = 5;
        const double quarter = 900;
        var seconds = (double?)data.Whole(localTimestamp) - data.Timestamp;
        // Both are written by hand in some devices, a second apart.
        return seconds is >= -14 * 3600 and <= 14 * 3600 ? TimeSpan.FromSeconds(Math.Round(seconds.Value / quarter) * quarter) : null;
    }
}
