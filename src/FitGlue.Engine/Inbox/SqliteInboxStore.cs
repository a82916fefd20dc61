using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.Data.Sqlite;

namespace FitGlue.Engine.Inbox;

/// <summary>The hot path, without EF: a prepared insert in one transaction with full synchronization.</summary>
internal sealed class SqliteInboxStore(SqliteConnectionString connectionString) : IInboxStore
{
    // Column names and conversions are those of the EF model; a test writes here and reads there.
    private const string Insert = """
        INSERT INTO inbox (Source, ExternalUserId, DataType, ObjectId, EventType, EventTime, Body, ReceivedAt, ConnectionId, State, Attempt, Crashes, NextAttemptAt, LastError)
        VALUES ($source, $user, $type, $object, $event, $time, $body, $received,
                (SELECT Id FROM connections WHERE Source = $source AND ExternalUserId = $user), $state, 0, 0, $received, $error)
        ON CONFLICT DO NOTHING
        RETURNING ConnectionId
        """;

    public HashSet<Guid> Append(IReadOnlyList<ArrivedEvent> events)
    {
        using var connection = new SqliteConnection(connectionString.Value);
        connection.Open();
        SqlitePragmas.Apply(connection);
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Insert;
        var parameters = Parameters.AddTo(command);
        command.Prepare();

        var connections = new HashSet<Guid>();
        foreach (var arrived in events)
        {
            parameters.Set(arrived);
            if (command.ExecuteScalar() is string id)
            {
                connections.Add(Guid.Parse(id));
            }
        }

        FailPoint.Hit(FailPoint.InboxWritten);
        transaction.Commit();
        FailPoint.Hit(FailPoint.InboxCommitted);
        return connections;
    }

    private sealed record Parameters(SqliteParameterCollection All)
    {
        public static Parameters AddTo(SqliteCommand command)
        {
            string[] texts = ["$source", "$user", "$type", "$object", "$event", "$state", "$error"];
            foreach (var name in texts)
            {
                command.Parameters.Add(name, SqliteType.Text);
            }

            command.Parameters.Add("$time", SqliteType.Integer);
            command.Parameters.Add("$received", SqliteType.Integer);
            command.Parameters.Add("$body", SqliteType.Blob);
            return new(command.Parameters);
        }

        public void Set(ArrivedEvent arrived)
        {
            var sourceEvent = arrived.Event;
            All["$source"].Value = arrived.Source;
            All["$user"].Value = sourceEvent.ExternalUserId;
            All["$type"].Value = sourceEvent.DataType;
            All["$object"].Value = sourceEvent.ObjectId;
            All["$event"].Value = sourceEvent.EventType.ToString();
            All["$time"].Value = sourceEvent.EventTime.UtcTicks;
            All["$received"].Value = arrived.ReceivedAt.UtcTicks;
            All["$body"].Value = arrived.Body;
            All["$state"].Value = StateOf(arrived).ToString();
            All["$error"].Value = (object?)arrived.Quarantine ?? DBNull.Value;
        }

        private static WorkState StateOf(ArrivedEvent arrived) =>
            arrived.Quarantine is not null ? WorkState.Dead
            : arrived.Event.ConcernsWorkouts ? WorkState.Waiting
            : WorkState.Done;
    }
}
