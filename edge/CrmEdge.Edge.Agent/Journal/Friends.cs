using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CrmEdge.Edge.Tests")]
