using System.Reflection;
using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Adit.Web.Tests.Architecture;

/// <summary>
/// A use case is a class with a public <c>ExecuteAsync</c>. It is told who acts, and it looks at that before it does anything:
/// a hidden button is a courtesy, this is the lock.
/// </summary>
internal static class UseCaseRules
{
    public const string Entry = "ExecuteAsync";

    public static IReadOnlyList<Type> UseCasesIn(Assembly assembly, string inNamespace) =>
        [
            .. assembly
                .GetTypes()
                .Where(type =>
                    type is { IsClass: true, IsAbstract: false }
                    && $"{type.Namespace}.".StartsWith($"{inNamespace}.", StringComparison.Ordinal)
                    && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                    && EntriesOf(type).Any()
                ),
        ];

    /// <summary>Use cases that do not ask who acts, or that ask and never look.</summary>
    public static IReadOnlyList<string> Careless(IEnumerable<Type> useCases, Type actor) =>
        [
            .. useCases
                .Where(useCase =>
                    !EntriesOf(useCase)
                        .All(entry => entry.GetParameters().Any(p => p.ParameterType == actor))
                    || !LooksAt(useCase, actor)
                )
                .Select(useCase => useCase.FullName!),
        ];

    private static IEnumerable<MethodInfo> EntriesOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.Name == Entry);

    private static bool LooksAt(Type useCase, Type actor)
    {
        using var module = ModuleDefinition.ReadModule(useCase.Module.FullyQualifiedName);
        var definition = module.GetType(useCase.FullName!.Replace('+', '/'));
        return WithNested(definition)
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions)
            .Any(instruction => Reads(instruction, actor));
    }

    // Either a member of the actor is called, or the actor is handed to somebody who is paid for looking.
    private static bool Reads(Instruction instruction, Type actor) =>
        instruction.Operand is MethodReference called
        && (
            called.DeclaringType.FullName == actor.FullName
            || (
                called.Name is not (".ctor" or Entry)
                && called.Parameters.Any(parameter =>
                    parameter.ParameterType.FullName == actor.FullName
                )
            )
        );

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
