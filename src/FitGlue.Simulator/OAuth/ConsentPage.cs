using System.Net;

namespace FitGlue.Simulator.OAuth;

/// <summary>A plain form: who is asked, what is asked for, allow or deny.</summary>
internal static class ConsentPage
{
    public static IResult For(
        string path,
        Asked asked,
        SimulatedApp app,
        IReadOnlyList<Person> people,
        Person selected,
        IReadOnlyList<string> offered
    )
    {
        var hidden = string.Concat(
            asked.Fields().Select(f => $"""<input type="hidden" name="{Text(f.Name)}" value="{Text(f.Value)}">""" + "\n")
        );
        var boxes = string.Concat(offered.Select((scope, index) => Box(scope, index, selected)));
        var options = string.Concat(
            people.Select(p =>
                $"""<option value="{Text(p.Name)}"{(p == selected ? " selected" : "")}>{Text(p.Name)} ({Text(p.Email)})</option>"""
            )
        );
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Allow access – simulated Oura</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
            fieldset { border: 1px solid #767676; border-radius: .5rem; margin: 1rem 0 }
            label { display: block; padding: .35rem 0 }
            button, select { font: inherit; padding: .6rem 1.2rem }
            button[value=allow] { background: #14532d; color: #fff; border: 1px solid #14532d; border-radius: .3rem }
            </style>
            </head>
            <body>
            <main>
            <h1>Allow access to your data?</h1>
            <p>This is a simulated Oura account: nobody's real data are behind it.</p>
            <p><strong>{{Text(app.ClientId)}}</strong> would like to read the following. Untick what you don't want to share.</p>
            <form method="post" action="{{Text(path)}}">
            {{hidden}}<p><label for="person">Whose account</label> <select id="person" name="person">{{options}}</select></p>
            <fieldset>
            <legend>What it may read</legend>
            {{boxes}}</fieldset>
            <p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p>
            </form>
            </main>
            </body>
            </html>
            """,
            "text/html; charset=utf-8"
        );
    }

    private static string Box(string scope, int index, Person person)
    {
        var bare = Scopes.Bare(scope);
        var ticked = Scopes.Refuses(person, scope) ? "" : " checked";
        return $"""<label for="scope{index}"><input type="checkbox" id="scope{index}" name="grant" value="{Text(scope)}"{ticked}> {Text(bare)}: {Text(Scopes.Meaning.GetValueOrDefault(bare, bare))}</label>"""
            + "\n";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
