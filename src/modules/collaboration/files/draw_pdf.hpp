#pragma once

#include <string>

#include "base/result.hpp"

namespace kith::collaboration {

/// The first page of a PDF as a PNG at `picture`, drawn by poppler's pdftoppm in a process of its own with
/// little memory and time, as a stranger's file may be made to harm. Two at once at most; others wait.
/// `file.no_preview` when the program is not installed, or cannot make anything of the file.
Result<void> draw_pdf(const std::string& file, const std::string& picture);

}  // namespace kith::collaboration
