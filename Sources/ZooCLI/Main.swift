import ArgumentParser
import Foundation
import ZooConvert
import ZooTensors

/// The program's entry: parses the command line, runs one command, and ends with a `sysexits` status.
@main
enum Main {
  static func main() async {
    Interruption.install()
    do {
      var command = try Zoo.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as ZooError {
      Console.error(error.description)
      Foundation.exit(error.code.exitStatus)
    } catch let error as FormatError {
      Console.error(error.description)
      Foundation.exit(ZooError(error).code.exitStatus)
    } catch is CancellationError {
      Console.error("interrupted; what was downloaded is kept and will be continued")
      Foundation.exit(ZooError.Code.interrupted.exitStatus)
    } catch let failure as ConversionFailure {
      Console.error(failure.description)
      Foundation.exit(ZooError.Code.badData.exitStatus)
    } catch let error where Zoo.exitCode(for: error) == .failure && !(error is ExitCode) {
      // Every expected failure is one of the above.
      Console.error("\(error)")
      Foundation.exit(ZooError.Code.internalError.exitStatus)
    } catch {
      Zoo.exit(withError: error)
    }
  }
}

/// The command `zoo`.
struct Zoo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zoo",
    abstract: "Pretrained language models, from any checkpoint format, for Swift programs.",
    discussion: """
      zoo fetch tiny-bert-zh        install a model by name and print its path
      zoo convert ./checkpoint      turn a checkpoint of any framework into a package
      zoo inspect model.ckpt.index  show what a file holds

      Exit status: 0 done, 64 usage, 65 bad data, 66 no such model or file, 69 unreachable,
      70 internal error, 73/74 cannot create/input or output error, 75 try again later,
      77 not allowed, 78 configuration, 130 interrupted.
      """,
    version: ZooVersion.current,
    groupedSubcommands: [
      CommandGroup(
        name: "Models",
        subcommands: [
          FetchCommand.self, ConvertCommand.self, ListCommand.self, SearchCommand.self,
          InfoCommand.self, FamiliesCommand.self, CitationsCommand.self, PathCommand.self,
          RemoveCommand.self,
        ]
      ),
      CommandGroup(
        name: "Files",
        subcommands: [
          VerifyCommand.self, InspectCommand.self, DiffCommand.self, FormatsCommand.self,
        ]
      ),
      CommandGroup(
        name: "Housekeeping",
        subcommands: [
          DoctorCommand.self, GarbageCommand.self, RegistryCommand.self, CompletionsCommand.self,
        ]
      ),
    ]
  )
}
