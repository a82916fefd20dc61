namespace FitGlue.Formats.Fit;

/// <summary>Bytes of a file in order, through one buffer of fixed size, with the checksum of all that was taken.</summary>
internal sealed class FitStream(Stream stream)
{
    /// <summary>No message is longer: 255 fields of 255 bytes.</summary>
    public const int LongestTake = 255 * 255;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _to;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    public ushort Crc { get; private set; }

    public void ResetCrc() => Crc = 0;

    /// <summary>The next bytes, valid until the next call.</summary>
    /// <returns>False where the file ends before that; what is left stays.</returns>
    public bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        if (_to - _from < count && !Fill(count))
        {
            bytes = [];
            return false;
        }

        bytes = _buffer.AsSpan(_from, count);
        _from += count;
        Position += count;
        Crc = FitCrc.Of(bytes, Crc);
        return true;
    }

    /// <summary>Passes bytes by.</summary>
    public bool TrySkip(long count)
    {
        for (var left = count; left > 0; )
        {
            var step = (int)Math.Min(left, LongestTake);
            if (!TryTake(step, out _))
            {
                return false;
            }

            left -= step;
        }

        return true;
    }

    private bool Fill(int count)
    {
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        while (_to < count)
        {
            var read = stream.Read(_buffer, _to, _buffer.Length - _to);
            if (read == 0)
            {
                return false;
            }

            _to += read;
            if (Position + _to > FileLimits.Bytes)
            {
                throw FileLimits.TooLarge();
            }
        }

        return true;
    }
}
