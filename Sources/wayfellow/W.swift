import ArgumentParser
import Configuration
@main struct W: ParsableCommand { func run() {} }
