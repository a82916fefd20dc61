using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FitGlue.Testing;

/// <summary>Every line that the program logs at its own levels, with scopes and faults.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose() { }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        // The values too: a structured log keeps them beside the text.
        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs
                ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
                : "";
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {values} {exception}");
        }
    }
}

public static class CapturedLogRegistration
{
    // The server clears the providers of its builder, so this one stands beside those that it adds.
    public static IServiceCollection AddCapturedLog(this IServiceCollection services, CapturedLog log) =>
        services.AddSingleton<ILoggerFactory>(provider => new LoggerFactory(
            [.. provider.GetServices<ILoggerProvider>(), log],
            provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>()
        ));
}
