namespace FitGlue.Formats.Xml;

/// <summary>Ends with a fault behind the largest file, and passes blanks by that some writers put before everything.</summary>
internal sealed class BoundedStream(Stream stream) : Stream
{
    private long _read;
    private bool _begun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        do
        {
            read = WithoutBlanks(buffer, stream.Read(buffer));
        } while (read < 0);

        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <returns>-1 where there were blanks alone.</returns>
    private int WithoutBlanks(Span<byte> buffer, int read)
    {
        _read += read;
        if (_read > FileLimits.Bytes)
        {
            throw FileLimits.TooLarge();
        }

        if (_begun || read == 0)
        {
            return read;
        }

        var text = buffer[..read].TrimStart(" \t\r\n"u8);
        text.CopyTo(buffer);
        _begun = !text.IsEmpty;
        return _begun ? text.Length : -1;
    }
}
