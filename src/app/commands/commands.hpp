#pragma once

#include <span>

#include "app/command.hpp"

namespace kith::app {

/// All verbs, in the order that `kith --help` lists them.
std::span<const Command> commands();

Command serve_command();
Command worker_command();
Command demo_command();
Command user_add_command();
Command user_list_command();
Command user_password_command();
Command token_add_command();
Command workspace_create_command();
Command workspace_list_command();
Command workspace_rename_command();
Command workspace_suspend_command();
Command workspace_resume_command();
Command workspace_delete_command();
Command workspace_restore_command();
Command operator_token_command();
Command operator_log_command();
Command import_command();
Command export_command();
Command thresholds_command();
Command categorize_command();
Command plan_command();
Command week_command();
Command coverage_command();
Command setup_command();
Command backup_command();
Command key_new_command();
Command restore_command();
Command check_command();
Command config_command();
Command openapi_command();

}  // namespace kith::app
