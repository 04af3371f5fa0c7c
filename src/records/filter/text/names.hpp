#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "records/filter/text/filter_text.hpp"
#include "records/filter/text/words.hpp"

namespace kith::records::filter {

/// How a person may call the fields and related records of objects, in their language.
class Names {
public:
    Names(const TextContext& context, const Words& words) : context_(context), words_(words) {}

    template <class T>
    struct Found {
        const T* what = nullptr;
        std::size_t tokens = 0;
    };
    /// The longest name that stands at `at`; a name in brackets is one too.
    Found<Field> field(const Object& object, const Tokens& tokens, std::size_t at);
    Found<Related> related(const Object& object, const Tokens& tokens, std::size_t at);
    /// A select's option by its label or value; in quotes the value counts first.
    Found<Option> option(const Field& field, const Tokens& tokens, std::size_t at);

    /// What is printed for it, and read as it again.
    std::string print(const Object& object, const Field& field);
    std::string print(const Object& object, const Related& related);
    std::string print(const Field& field, const Option& option);

    [[nodiscard]] std::string label(const Object& object) const;
    [[nodiscard]] std::string label(const Field& field) const;
    /// Fields and related records whose name is nearest to a wrong one; "" when none is near.
    std::string nearest(const Object& object, std::string_view name);

    [[nodiscard]] bool readable(const Field& field) const { return field.readers.contains(context_.tree.role); }
    [[nodiscard]] bool visible(const Related& related) const;

private:
    /// By folded name; what stands first keeps it.
    template <class T>
    struct Index {
        std::unordered_map<std::string, const T*> by_name;
        std::size_t most_words = 0;
        void add(std::string_view name, const T& what);
        [[nodiscard]] Found<T> find(const Tokens& tokens, std::size_t at) const;
    };
    const Index<Field>& fields(const Object& object);
    const Index<Related>& related(const Object& object);
    const Index<Option>& options(const Field& field);
    template <class T>
    std::string printed(const Index<T>& index, const T& what, std::string_view label, const std::string& name, char open, char close);

    const TextContext& context_;
    const Words& words_;
    std::map<const Object*, Index<Field>> fields_;
    std::map<const Object*, Index<Related>> related_;
    std::map<const Field*, Index<Option>> options_;
};

/// In double quotes, so that any text is read again.
std::string quoted(std::string_view text);

}  // namespace kith::records::filter
