using FitGlue.Core;
using FitGlue.Core.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Connections;

/// <summary>What was checked last, and never more than that. Whether it is <i>late</i> or <i>paused</i> is told by <see cref="ConnectionHealth"/>.</summary>
public enum ConnectionState
{
    New,
    Up,
    Limited,
    Reconnect,
}

/// <summary>A user's grant to a source.</summary>
public sealed class Connection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required string Source { get; init; }

    /// <summary>The provider's id of the account: one account belongs to one user.</summary>
    public required string ExternalUserId { get; init; }
    public ConnectionState State { get; set; }
    public string? StateReason { get; set; }

    /// <summary>Null while all is well.</summary>
    public TroubleCode? Trouble { get; set; }

    /// <summary>The kind of call that the trouble stands in the way of; null: all of them, or the renewal.</summary>
    public SourceCall? TroubleWith { get; set; }

    /// <summary>When the trouble was last met: what it stands in the way of is not tried again at once.</summary>
    public DateTimeOffset? TroubleAt { get; set; }

    /// <summary>The refresh token was refused: the connection works until the access token ends.</summary>
    public bool CannotRenew { get; set; }

    /// <summary>Since when it is in this state.</summary>
    public DateTimeOffset? StateSince { get; set; }

    /// <summary>Set by the person: nothing is fetched until it is taken away; webhooks are kept meanwhile.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Granted, separated by spaces.</summary>
    public required string Scopes { get; set; }

    /// <summary>The token pair, encrypted with the key ring of the data directory.</summary>
    public required byte[] Tokens { get; set; }

    /// <summary>Fences a writer that held an older pair.</summary>
    public int TokenVersion { get; set; }
    public DateTimeOffset TokensIssuedAt { get; set; }
    public DateTimeOffset TokensExpireAt { get; set; }

    /// <summary>Set before a refresh is sent, cleared when its answer is saved: still set after a crash in between.</summary>
    public DateTimeOffset? RefreshIntentAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastContactAt { get; set; }
    public DateTimeOffset? LastWebhookAt { get; set; }

    /// <summary>When the newest reading that the source has of this person was taken, as far as we asked.</summary>
    public DateTimeOffset? LastDataAt { get; set; }

    /// <summary>When the last complete listing of the last days began.</summary>
    public DateTimeOffset? LastListedAt { get; set; }

    /// <summary>When the last complete listing of the last 30 days began.</summary>
    public DateTimeOffset? LastLongListedAt { get; set; }

    /// <summary>Since when polling finds what webhooks should have told; null: they tell.</summary>
    public DateTimeOffset? WebhooksSilentSince { get; set; }

    /// <summary>How far the provider's clock is ahead of ours, as its last answer told; null: not known.</summary>
    public TimeSpan? ClockSkew { get; set; }

    /// <summary>What the last look at it by <see cref="Probing"/> found, as JSON; null: nobody has looked yet.</summary>
    public string? Probes { get; set; }

    /// <summary>Brings what is held in memory up to date with the row.</summary>
    internal void TakeTokensOf(Connection row)
    {
        (Tokens, TokenVersion, TokensIssuedAt, TokensExpireAt) = (row.Tokens, row.TokenVersion, row.TokensIssuedAt, row.TokensExpireAt);
        (RefreshIntentAt, CannotRenew) = (row.RefreshIntentAt, row.CannotRenew);
    }

    public IReadOnlyList<string> GrantedScopes => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal sealed class Configuration : IEntityTypeConfiguration<Connection>
    {
        public void Configure(EntityTypeBuilder<Connection> builder)
        {
            builder.ToTable("connections");
            builder.Ignore(connection => connection.GrantedScopes);
            builder.Property(connection => connection.State).HasConversion<string>().HasMaxLength(16);
            builder.Property(connection => connection.Trouble).HasConversion<string>().HasMaxLength(16);
            builder.Property(connection => connection.TroubleWith).HasConversion<string>().HasMaxLength(16);
            builder.HasIndex(connection => new { connection.Source, connection.ExternalUserId }).IsUnique();
            builder.HasIndex(connection => new { connection.UserId, connection.Source }).IsUnique();
            builder.HasOne<User>().WithMany().HasForeignKey(connection => connection.UserId);
        }
    }
}

/// <summary>An OAuth flow under way: single use, bound to the user and to the browser that began it.</summary>
public sealed class Authorization
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>SHA-256 of the state, lower-case hex.</summary>
    public required string StateHash { get; init; }
    public required Guid UserId { get; init; }
    public required string Source { get; init; }

    /// <summary>SHA-256 of the cookie that the browser got.</summary>
    public required string BrowserHash { get; init; }

    /// <summary>The PKCE verifier, encrypted.</summary>
    public required byte[] CodeVerifier { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Authorization>
    {
        public void Configure(EntityTypeBuilder<Authorization> builder)
        {
            builder.ToTable("authorizations");
            builder.HasKey(authorization => authorization.StateHash);
        }
    }
}

/// <summary>What we know of our webhook subscriptions at a source; app-wide.</summary>
public sealed class Subscription
{
    /// <summary>A subscription that was lost is missed for no longer.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public required string Source { get; init; }
    public required string CallbackUrl { get; set; }
    public DateTimeOffset NextCheckAt { get; set; }

    /// <summary>When the provider's list was last read and in order.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>When the first of them ends; null: the provider does not say.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>How many were in order at the last look.</summary>
    public int Count { get; set; }

    /// <summary>When one last had to be repaired.</summary>
    public DateTimeOffset? RepairedAt { get; set; }
    public string? LastError { get; set; }
    public int Attempt { get; set; }

    /// <summary>Takes down what the provider's list says, whoever looked.</summary>
    internal void Take(SubscriptionStatus status, Uri callback, DateTimeOffset now)
    {
        (CallbackUrl, VerifiedAt, EndsAt, Count) = (callback.AbsoluteUri, now, status.EndsAt, status.Count);
        (LastError, Attempt) = (null, 0);
        RepairedAt = status.Repaired > 0 ? now : RepairedAt;
        NextCheckAt = status.NextCheckAt < now + LongestPause ? status.NextCheckAt : now + LongestPause;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<Subscription>
    {
        public void Configure(EntityTypeBuilder<Subscription> builder)
        {
            builder.ToTable("subscriptions");
            builder.HasKey(subscription => subscription.Source);
        }
    }
}
