#include "app/command.hpp"

int main(int argc, char** argv) { return kith::app::run_command_line(argc, argv); }
