using System.Security.Cryptography;
using FitGlue.Engine.Runs;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Server.Runs;

/// <summary>
/// Addresses by which a question can be answered without signing in, once: for an automation that sends them to the person. Each is sealed
/// for one question of one user; looking at it answers nothing.
/// </summary>
public sealed class AnswerLinks(IDataProtectionProvider protection, PublicAddress address, RunQuestions questions, TimeProvider time)
{
    /// <summary>So long after the workout went on without an answer one is still taken.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    private const int IdBytes = 16;
    private const int LongestToken = 400;

    private readonly IDataProtector _protector = protection.CreateProtector("FitGlue.Questions.AnswerLink");

    public Uri Of(RunQuestion question)
    {
        byte[] ids = [.. question.Id.ToByteArray(), .. question.UserId.ToByteArray()];
        return new(address.Base, $"/answer/{WebEncoders.Base64UrlEncode(_protector.Protect(ids))}");
    }

    public async Task<AnswerLink> ReadAsync(string token, CancellationToken cancellationToken) =>
        Open(token) is not var (questionId, userId) ? new AnswerLink.Unknown()
        : await questions.FindAsync(userId, questionId, cancellationToken) is not { } question ? new AnswerLink.Over()
        : question.AnsweredAt is not null ? new AnswerLink.Answered()
        : question.Until + Grace <= time.GetUtcNow() ? new AnswerLink.Over()
        : new AnswerLink.Waiting(question);

    /// <returns>False: it takes no answer, or not any more.</returns>
    public async Task<bool> AnswerAsync(string token, string answer, CancellationToken cancellationToken) =>
        await ReadAsync(token, cancellationToken) is AnswerLink.Waiting { Question: var question }
        && await questions.AnswerOnceAsync(question.UserId, question.Id, answer, cancellationToken);

    private (Guid QuestionId, Guid UserId)? Open(string token)
    {
        try
        {
            return token.Length <= LongestToken && _protector.Unprotect(WebEncoders.Base64UrlDecode(token)) is { Length: IdBytes * 2 } ids
                ? (new(ids.AsSpan(0, IdBytes)), new(ids.AsSpan(IdBytes)))
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>What an address to answer leads to.</summary>
public abstract record AnswerLink
{
    private AnswerLink() { }

    public sealed record Waiting(RunQuestion Question) : AnswerLink;

    public sealed record Answered : AnswerLink;

    /// <summary>Nobody waits for the answer any more.</summary>
    public sealed record Over : AnswerLink;

    /// <summary>It is not ours.</summary>
    public sealed record Unknown : AnswerLink;
}
