using Adit.Domain.Accounts;

namespace Adit.Web.Features.Accounts;

/// <summary>What a person who starts the program at a terminal wants to know.</summary>
public static class Greeting
{
    public static void Write(TextWriter output, IEnumerable<string> urls, DemoAccounts demo)
    {
        output.WriteLine($"Adit runs at {string.Join(" and ", urls)}");
        foreach (var person in demo.All)
        {
            output.WriteLine(
                $"  log in as {person.UserName} with the password {person.Password} ({person.Title})"
            );
        }
        output.Flush();
    }
}
