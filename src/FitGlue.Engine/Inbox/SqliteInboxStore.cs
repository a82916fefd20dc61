using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.Data.Sqlite;

namespace FitGlue.Engine.Inbox;

/// <summary>
/// The hot path, without EF: one open connection and one prepared insert, used by one writer at a time, each batch a transaction with full
/// synchronization.
/// </summary>
internal sealed class SqliteInboxStore(SqliteConnectionString connectionString) : IInboxStore, IDisposable
{
    // Column names and conversions are those of the EF model; a test writes here and reads there.
    private const string Insert = """
        INSERT INTO inbox (Source, ExternalUserId, DataType, ObjectId, EventType, EventTime, Body, ReceivedAt, ConnectionId, State, Attempt, Crashes, NextAttemptAt, LastError)
        VALUES ($source, $user, $type, $object, $event, $time, $body, $received, $connection, $state, 0, 0, $received, $error)
        ON CONFLICT DO NOTHING
        """;

    private Writing? _writing;

    public HashSet<Guid> Append(IReadOnlyList<ArrivedEvent> events)
    {
        _writing ??= Writing.Open(connectionString.Value);
        try
        {
            return _writing.Append(events);
        }
        catch
        {
            // What a failed connection still knows of the file may be wrong: the next batch opens it anew.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _writing?.Dispose();
        _writing = null;
    }

    private sealed class Writing : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _owner;
        private readonly SqliteCommand _insert;
        private readonly Parameters _parameters;

        private Writing(SqliteConnection connection)
        {
            _connection = connection;
            SqlitePragmas.Apply(connection);
            Tune(connection);
            _owner = connection.CreateCommand();
            _owner.CommandText = "SELECT Id FROM connections WHERE Source = $source AND ExternalUserId = $user";
            _owner.Parameters.Add("$source", SqliteType.Text);
            _owner.Parameters.Add("$user", SqliteType.Text);
            _insert = connection.CreateCommand();
            _insert.CommandText = Insert;
            _parameters = Parameters.AddTo(_insert);
        }

        public static Writing Open(string connectionString)
        {
            var connection = new SqliteConnection(connectionString);
            try
            {
                connection.Open();
                return new(connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        public HashSet<Guid> Append(IReadOnlyList<ArrivedEvent> events)
        {
            using var transaction = _connection.BeginTransaction();
            (_owner.Transaction, _insert.Transaction) = (transaction, transaction);

            var owners = new Dictionary<(string Source, string User), string?>();
            var connections = new HashSet<Guid>();
            foreach (var arrived in events)
            {
                var account = (arrived.Source, arrived.Event.ExternalUserId);
                if (!owners.TryGetValue(account, out var owner))
                {
                    owners[account] = owner = OwnerOf(account);
                }

                _parameters.Set(arrived, owner);
                if (_insert.ExecuteNonQuery() > 0 && owner is not null)
                {
                    connections.Add(Guid.Parse(owner));
                }
            }

            FailPoint.Hit(FailPoint.InboxWritten);
            transaction.Commit();
            FailPoint.Hit(FailPoint.InboxCommitted);
            return connections;
        }

        public void Dispose()
        {
            _owner.Dispose();
            _insert.Dispose();
            _connection.Dispose();
        }

        /// <summary>Ids come in no order: with the index in memory and rarer checkpoints a burst is not read and written page by page.</summary>
        private static void Tune(SqliteConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;";
            command.ExecuteNonQuery();
        }

        /// <returns>Null: nobody here has connected that account.</returns>
        private string? OwnerOf((string Source, string User) account)
        {
            _owner.Parameters[0].Value = account.Source;
            _owner.Parameters[1].Value = account.User;
            return _owner.ExecuteScalar() as string;
        }
    }

    /// <summary>Held by name once: a look-up by name for each value costs as much as the insert.</summary>
    private sealed class Parameters
    {
        private readonly SqliteParameterCollection _all;
        private readonly SqliteParameter _source;
        private readonly SqliteParameter _user;
        private readonly SqliteParameter _type;
        private readonly SqliteParameter _object;
        private readonly SqliteParameter _event;
        private readonly SqliteParameter _time;
        private readonly SqliteParameter _received;
        private readonly SqliteParameter _body;
        private readonly SqliteParameter _connection;
        private readonly SqliteParameter _state;
        private readonly SqliteParameter _error;

        private Parameters(SqliteParameterCollection all)
        {
            _all = all;
            _source = Text("$source");
            _user = Text("$user");
            _type = Text("$type");
            _object = Text("$object");
            _event = Text("$event");
            _time = _all.Add("$time", SqliteType.Integer);
            _received = _all.Add("$received", SqliteType.Integer);
            _body = _all.Add("$body", SqliteType.Blob);
            _connection = Text("$connection");
            _state = Text("$state");
            _error = Text("$error");
        }

        public static Parameters AddTo(SqliteCommand command) => new(command.Parameters);

        public void Set(ArrivedEvent arrived, string? connection)
        {
            var sourceEvent = arrived.Event;
            _source.Value = arrived.Source;
            _user.Value = sourceEvent.ExternalUserId;
            _type.Value = sourceEvent.DataType;
            _object.Value = sourceEvent.ObjectId;
            _event.Value = sourceEvent.EventType.ToString();
            _time.Value = sourceEvent.EventTime.UtcTicks;
            _received.Value = arrived.ReceivedAt.UtcTicks;
            _body.Value = arrived.Body;
            _connection.Value = (object?)connection ?? DBNull.Value;
            _state.Value = StateOf(arrived).ToString();
            _error.Value = (object?)arrived.Quarantine ?? DBNull.Value;
        }

        private SqliteParameter Text(string name) => _all.Add(name, SqliteType.Text);

        private static WorkState StateOf(ArrivedEvent arrived) =>
            arrived.Quarantine is not null ? WorkState.Dead
            : arrived.Event.ConcernsWorkouts ? WorkState.Waiting
            : WorkState.Done;
    }
}
