// A program that imports Zoo sees shapes, element types, manifests and errors without further imports.
@_exported public import ZooPackage
@_exported public import ZooTensors
