using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Acknowledgement;

/// <summary>One connection that stays open: a request, its answer, the next. Bare sockets, so that little of the machine goes into asking.</summary>
internal sealed class Connection(int port) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 * 1024];

    public Task OpenAsync(CancellationToken cancellationToken) => _socket.ConnectAsync("127.0.0.1", port, cancellationToken).AsTask();

    /// <returns>The status.</returns>
    public async ValueTask<int> AskAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        var length = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            length += read;
            if (IsWhole(_answer.AsSpan(0, length)))
            {
                return int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        return end >= 0 && answer.Length >= end + 4 + ContentLength(answer[..end]);
    }

    private static int ContentLength(ReadOnlySpan<byte> headers)
    {
        foreach (var line in Encoding.ASCII.GetString(headers).Split("\r\n"))
        {
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line.AsSpan("content-length:".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
