#include "db/frame.hpp"

#include "base/log.hpp"

namespace kith::db {

thread_local const Frame* Frame::innermost = nullptr;

Frame::Frame(const Database& database, Transaction& transaction, bool writes)
    : database_(database), transaction_(transaction), writes_(writes), outer_(innermost) {
    innermost = this;
}

Frame::~Frame() { innermost = outer_; }

Transaction* Frame::of(const Database& database) {
    for (const Frame* frame = innermost; frame != nullptr; frame = frame->outer_)
        if (&frame->database_ == &database) return &frame->transaction_;
    return nullptr;
}

bool Frame::is_writing(const Database& database) {
    for (const Frame* frame = innermost; frame != nullptr; frame = frame->outer_)
        if (&frame->database_ == &database && frame->writes_) return true;
    return false;
}

void run_hooks(const std::vector<std::function<void()>>& hooks) noexcept {
    for (const auto& hook : hooks) {
        try {
            hook();
        } catch (const std::exception& e) {
            log::error("db.after_commit_failed", {{"problem", e.what()}});
        } catch (...) {
            log::error("db.after_commit_failed");
        }
    }
}

}  // namespace kith::db
