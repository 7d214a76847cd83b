use std::process::ExitCode;

fn main() -> ExitCode {
    yinfeng::cli::run()
}
