using System.Text;

namespace Adit.Web.Features.Accounts;

/// <summary>Asks for a password at a terminal without showing it; takes a line when the input comes from a pipe.</summary>
public static class PasswordPrompt
{
    public static string Read(TextReader input, TextWriter output)
    {
        if (Console.IsInputRedirected)
        {
            return input.ReadLine() ?? "";
        }
        output.Write("Password: ");
        var password = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                output.WriteLine();
                return password.ToString();
            }
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }
    }
}
