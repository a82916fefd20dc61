using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FitGlue.Engine.Storage;

/// <summary>Instants as UTC ticks: SQLite cannot order a DateTimeOffset. Where the place's offset matters it has its own column.</summary>
internal sealed class UtcTicks()
    : ValueConverter<DateTimeOffset, long>(instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
