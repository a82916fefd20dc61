using FitGlue.Core.Athletes;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Training;

/// <summary>What an age in whole years says of the year of birth, day after day.</summary>
public sealed class BirthYearsTests
{
    [Theory]
    [InlineData(2, 1987)]
    [InlineData(11, 1988)]
    public void The_first_age_is_taken_for_the_likelier_of_two_years(int month, int year) =>
        BirthYears.OfAge(38, new(2026, month, 15), earlier: null).ShouldBe(year);

    [Theory]
    [InlineData(1988)]
    [InlineData(1987)]
    public void What_was_believed_stays_while_the_age_allows_it(int earlier) =>
        BirthYears.OfAge(38, new(2026, 6, 15), earlier).ShouldBe(earlier);

    [Fact]
    public void An_age_that_contradicts_it_moves_it_by_no_more_than_needed() =>
        BirthYears.OfAge(37, new(2026, 6, 15), earlier: 1980).ShouldBe(1988);

    // Asked every day for three years, the source's calendar being ours, a day behind or a day ahead.
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void It_is_never_more_than_a_year_off_and_changes_once_at_the_most(int daysAhead)
    {
        for (var born = new DateOnly(1988, 1, 1); born.Year == 1988; born = born.AddDays(1))
        {
            foreach (var month in Enumerable.Range(1, 12))
            {
                var (year, changes) = ((int?)null, 0);
                foreach (var today in Enumerable.Range(0, 3 * 365).Select(new DateOnly(2025, month, 1).AddDays))
                {
                    var next = BirthYears.OfAge(AgeOf(born, today.AddDays(daysAhead)), today, year);
                    changes += year is not null && next != year ? 1 : 0;
                    year = next;
                    Math.Abs(next - born.Year).ShouldBeLessThanOrEqualTo(1, $"{born:O} on {today:O}");
                }

                changes.ShouldBeLessThanOrEqualTo(1, $"{born:O}, first asked in month {month}");
                if (born.DayOfYear is > 3 and < 362)
                {
                    year.ShouldBe(born.Year, $"{born:O}, first asked in month {month}");
                }
            }
        }
    }

    private static int AgeOf(DateOnly born, DateOnly day) => day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
}
