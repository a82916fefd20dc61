using FitGlue.Core.Activities;

namespace FitGlue.Formats.Fit;

/// <summary>
/// Heart rate that a strap stored and handed over after the swim: an anchor in time, then readings at 1/1024 s of the strap's clock, of
/// which only the low twelve bits may be written.
/// </summary>
internal sealed class FitHeartRates(PointAllowance allowance)
{
    private const byte FractionalTimestamp = 0;
    private const byte Time256 = 1;
    private const byte FilteredBpm = 6;
    private const byte EventTimestamp = 9;
    private const byte EventTimestamp12 = 10;
    private const double TicksPerSecond = 1024;
    private const uint Low12 = 0xFFF;

    private (DateTimeOffset Time, uint Ticks)? _anchor;
    private uint _ticks;

    public List<HeartRateSample> Samples { get; } = [];

    public void Add(FitData data)
    {
        var bpm = data.Bytes(FilteredBpm);
        var ticks = data.Bytes(EventTimestamp) is { IsEmpty: false } whole
            ? Whole(whole, data.BigEndian)
            : Packed(data.Bytes(EventTimestamp12));
        if (data.Time is { } time && ticks.Count > 0)
        {
            var fraction = data.Number(FractionalTimestamp, 32768) ?? data.Number(Time256, 256) ?? 0;
            _anchor = (time.AddSeconds(fraction), ticks[0]);
        }

        if (_anchor is not { } anchor)
        {
            return;
        }

        for (var reading = 0; reading < Math.Min(bpm.Length, ticks.Count); reading++)
        {
            if (FitRecord.BpmOf(bpm[reading]) is { } known)
            {
                allowance.Take();
                Samples.Add(new(anchor.Time.AddSeconds((ticks[reading] - anchor.Ticks) / TicksPerSecond), known, Context: null));
            }
        }
    }

    private List<uint> Whole(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        var ticks = new List<uint>();
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            ticks.Add(_ticks = FitValue.U32(bytes, bigEndian));
        }

        return ticks;
    }

    /// <summary>Two readings in three bytes, the low bits first; each goes on from the one before.</summary>
    private List<uint> Packed(ReadOnlySpan<byte> bytes)
    {
        var ticks = new List<uint>();
        for (; bytes.Length >= 3; bytes = bytes[3..])
        {
            ticks.Add(Next((uint)(bytes[0] | ((bytes[1] & 0x0F) << 8))));
            ticks.Add(Next((uint)((bytes[1] >> 4) | (bytes[2] << 4))));
        }

        return ticks;
    }

    private uint Next(uint low) => _ticks += (low - _ticks) & Low12;
}
