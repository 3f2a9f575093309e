global using CrmEdge.Kernel;
