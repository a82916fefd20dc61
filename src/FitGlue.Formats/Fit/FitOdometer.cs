namespace FitGlue.Formats.Fit;

/// <summary>
/// Speed and distance that old devices packed into three bytes: twelve bits of hundredths of a meter a second, then twelve of
/// sixteenths of a meter, which run over each 256 m.
/// </summary>
internal sealed class FitOdometer
{
    private const byte CompressedSpeedDistance = 8;
    private const uint Low12 = 0xFFF;

    private uint _sixteenths;

    /// <summary>Null where the record has no such field. Every record is to be read, for each distance goes on from the one before.</summary>
    public (double MetersPerSecond, double Meters)? Read(FitData data)
    {
        if (data.Bytes(CompressedSpeedDistance) is not [var low, var middle, var high] || (low & middle & high) == byte.MaxValue)
        {
            return null;
        }

        var rolling = (uint)((middle >> 4) | (high << 4));
        _sixteenths += (rolling - _sixteenths) & Low12;
        return ((low | ((middle & 0x0F) << 8)) / 100.0, _sixteenths / 16.0);
    }
}
