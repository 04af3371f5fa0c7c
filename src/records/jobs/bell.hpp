#pragma once

#include <functional>

namespace kith::records {
class Workspace;
}

/// How the runners of this process hear at once of a job made in it. Those of other processes look now and then.
namespace kith::jobs {

void ring(const records::Workspace& workspace);

/// `fn` is called by each ring, from the thread that committed, for as long as this lives.
class BellRope {
public:
    explicit BellRope(std::function<void(const records::Workspace&)> fn);
    ~BellRope();
    BellRope(const BellRope&) = delete;
    BellRope& operator=(const BellRope&) = delete;

private:
    std::function<void(const records::Workspace&)> fn_;
    friend void ring(const records::Workspace& workspace);
};

}  // namespace kith::jobs
