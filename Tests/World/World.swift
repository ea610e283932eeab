// What a test of a feature needs in one import.
@_exported import Databases
