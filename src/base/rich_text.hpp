#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"

/// Text with a little formatting, kept as HTML of a small, closed subset: p, h1 to h3, blockquote, pre, ul, ol,
/// li, br, strong, em, u, s, code, a (with an http, https, mailto or tel address) and mentions,
/// `<span class="mention" data-user="7">@Kari</span>`. Nothing of it runs or loads anything.
namespace kith {

/// What somebody sent or pasted as HTML of that subset: well formed, each text in a block, everything else
/// taken out (of scripts, styles and the like their content too). Text without a tag is taken as it is
/// written, with its lines. "" when nothing is to be read in it. The same again for its own result. Valid
/// UTF-8 is expected.
std::string sanitize_html(std::string_view html);
/// Plain text as HTML: a blank line parts paragraphs, a line break stays one.
std::string html_of_text(std::string_view text);
/// What a reader sees of it: one line a block, items of a list with "- " before them.
std::string plain_text(std::string_view html);
/// The users mentioned, each once, in order.
std::vector<Id> mentions_in(std::string_view html);

}  // namespace kith
