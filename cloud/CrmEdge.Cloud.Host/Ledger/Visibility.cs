using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CrmEdge.Benchmarks")]
