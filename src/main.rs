//! Picks the command; nothing else.

fn main() -> std::process::ExitCode {
    achterban::command::run()
}
