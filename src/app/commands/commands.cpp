#include "app/commands/commands.hpp"

namespace kith::app {

std::span<const Command> commands() {
    static const Command all[] = {
        serve_command(),
        worker_command(),
        demo_command(),
        setup_command(),
        user_add_command(),
        user_list_command(),
        user_password_command(),
        token_add_command(),
        workspace_create_command(),
        workspace_list_command(),
        workspace_rename_command(),
        workspace_suspend_command(),
        workspace_resume_command(),
        workspace_delete_command(),
        workspace_restore_command(),
        operator_token_command(),
        operator_log_command(),
        import_command(),
        export_command(),
        thresholds_command(),
        categorize_command(),
        plan_command(),
        week_command(),
        coverage_command(),
        backup_command(),
        restore_command(),
        check_command(),
        key_new_command(),
        config_command(),
        openapi_command(),
    };
    return all;
}

}  // namespace kith::app
