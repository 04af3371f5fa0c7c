#pragma once

#include "base/metrics.hpp"

namespace kith::app {

/// What the system tells of this process, under the names that Prometheus' own libraries give it, and of the
/// disk that `data_folder` is on.
void write_process_figures(metrics::Exposition& out, const std::string& data_folder);

}  // namespace kith::app
