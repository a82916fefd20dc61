using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Work;

public enum WorkState
{
    Waiting,
    Running,
    Done,
    Retrying,
    Snoozed,
    NeedsYou,
    Dead,
}

/// <summary>A row that somebody has to work on: a table of these is a queue. Only the claim's owner may finish it.</summary>
public abstract class WorkRow
{
    public WorkState State { get; set; }

    /// <summary>What is done here, for a person who looks for a reason and for crash tests.</summary>
    public abstract string Stage { get; }

    /// <summary>Failed tries so far; a snooze costs none.</summary>
    public int Attempt { get; set; }

    /// <summary>Times in a row that the process ended while it was at this row. Faults count as <see cref="Attempt"/>.</summary>
    public int Crashes { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public Guid? LeaseOwner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>False: it is tried for ever, at ever longer intervals.</summary>
    public virtual bool GivesUp => true;

    internal const int MostCrashes = 3;

    /// <summary>A row that keeps ending the server would keep everything else from its turn.</summary>
    internal static readonly string Poison =
        "The server ended three times while working on this. It is set aside so that the rest goes on.";

    /// <summary>How long a row waits that ends the server but is never given up.</summary>
    private static readonly TimeSpan AfterCrashes = TimeSpan.FromHours(1);

    /// <summary>The process that worked on it is gone: it is anybody's again, unless it was the third to go.</summary>
    internal void LoseProcess(DateTimeOffset now)
    {
        (LeaseOwner, LeaseUntil) = (null, null);
        Crashes++;
        (State, NextAttemptAt, LastError) =
            Crashes < MostCrashes ? (WorkState.Waiting, NextAttemptAt, LastError)
            : GivesUp ? (WorkState.Dead, NextAttemptAt, Poison)
            : (WorkState.Retrying, now + AfterCrashes, "The server ended three times while working on this; it is tried again in an hour.");
    }

    /// <summary>Puts the row back in the queue, as after a reconnect or a click on retry.</summary>
    public void Requeue(DateTimeOffset now)
    {
        State = WorkState.Waiting;
        (Attempt, Crashes) = (0, 0);
        NextAttemptAt = now;
        LastError = null;
        LeaseOwner = null;
        LeaseUntil = null;
    }

    internal static void Configure<T>(EntityTypeBuilder<T> builder)
        where T : WorkRow
    {
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(row => new { row.State, row.NextAttemptAt });
    }
}
