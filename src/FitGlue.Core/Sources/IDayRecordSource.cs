using FitGlue.Core.Days;

namespace FitGlue.Core.Sources;

/// <summary>A source that also keeps records of days. They are stored beside the activities and never become any.</summary>
public interface IDayRecordSource
{
    /// <summary>The kinds it has, each with the scope that it needs.</summary>
    IReadOnlyDictionary<DayRecordKind, string> DayRecordScopes { get; }

    /// <summary>Lists the records whose day lies in [from, to]. Every call may throw a <see cref="ServiceException"/>.</summary>
    IAsyncEnumerable<DayDocument> ListDaysAsync(
        DayRecordKind kind,
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        CancellationToken cancellationToken
    );

    /// <summary>Reads a document of a day; pure and total. Null: nothing in it can be used.</summary>
    DayRecord? ReadDay(DayRecordKind kind, string json);
}

/// <summary>A record of a day as the source sent it.</summary>
public sealed record DayDocument(string ObjectId, DateOnly Day, string Json);
