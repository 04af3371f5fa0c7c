#include "base/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace kith::metrics {

namespace {

struct Registry {
    std::mutex mutex;
    std::vector<const Metric*> all;
};

/// Never destroyed: what counts may outlive whatever order things end in.
Registry& registry() {
    static auto* const made = new Registry;
    return *made;
}

std::string number_text(double value, const char* format) {
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string escaped(std::string_view text, bool in_quotes) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || (in_quotes && c == '"')) out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

}  // namespace

std::string label(std::string_view key, std::string_view value) {
    return std::string(key) + "=\"" + escaped(value, true) + "\"";
}

Exposition& Exposition::about(std::string_view name, std::string_view type, std::string_view help) {
    out_.append("# HELP ").append(name).append(" ").append(escaped(help, false)).append("\n");
    out_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    return *this;
}

Exposition& Exposition::sample(std::string_view name, std::string_view labels, double value) {
    out_.append(name);
    if (!labels.empty()) out_.append("{").append(labels).append("}");
    out_.append(" ").append(std::isfinite(value) ? number_text(value, "%.17g") : std::string("NaN")).append("\n");
    return *this;
}

Exposition& Exposition::single(std::string_view name, std::string_view type, std::string_view help, double value) {
    return about(name, type, help).sample(name, "", value);
}

Metric::Metric(const char* name, const char* type, const char* help) : name_(name), type_(type), help_(help) {
    auto& known = registry();
    const std::lock_guard lock(known.mutex);
    known.all.push_back(this);
}

void Counter::write(Exposition& out) const { out.sample(name(), "", static_cast<double>(value())); }
void Gauge::write(Exposition& out) const { out.sample(name(), "", static_cast<double>(value())); }

Counters::Cell& Counters::cell(const std::vector<std::string_view>& values) {
    std::string labels;
    for (std::size_t i = 0; i < keys_.size(); ++i)
        labels.append(i == 0 ? "" : ",").append(label(keys_[i], i < values.size() ? values[i] : ""));
    const std::lock_guard lock(mutex_);
    if (!counts_.contains(labels) && counts_.size() >= kMost) {
        labels.clear();
        for (std::size_t i = 0; i < keys_.size(); ++i) labels.append(i == 0 ? "" : ",").append(label(keys_[i], "other"));
    }
    return counts_[labels];
}

void Counters::write(Exposition& out) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [labels, count] : counts_) out.sample(name(), labels, static_cast<double>(count.load(std::memory_order_relaxed)));
}

Histogram::Histogram(std::initializer_list<double> bounds) : size_(std::min(bounds.size(), kMost)) {
    std::copy_n(bounds.begin(), size_, bounds_.begin());
}

void Histogram::count(double value) noexcept {
    std::size_t bucket = 0;
    while (bucket < size_ && value > bounds_[bucket]) ++bucket;
    buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

std::int64_t Histogram::counted() const {
    std::int64_t sum = 0;
    for (const auto& bucket : buckets_) sum += bucket.load(std::memory_order_relaxed);
    return sum;
}

void Histogram::write(Exposition& out, std::string_view name, std::string_view labels) const {
    const std::string plain(name);
    const std::string before = labels.empty() ? "" : std::string(labels) + ",";
    std::int64_t sum = 0;
    for (std::size_t i = 0; i <= size_; ++i) {
        sum += buckets_[i].load(std::memory_order_relaxed);
        out.sample(plain + "_bucket", before + label("le", i < size_ ? number_text(bounds_[i], "%g") : std::string("+Inf")),
                   static_cast<double>(sum));
    }
    out.sample(plain + "_sum", labels, sum_.load(std::memory_order_relaxed));
    out.sample(plain + "_count", labels, static_cast<double>(sum));
}

void write_all(Exposition& out) {
    std::vector<const Metric*> all;
    {
        auto& known = registry();
        const std::lock_guard lock(known.mutex);
        all = known.all;
    }
    std::ranges::stable_sort(all, [](const Metric* left, const Metric* right) { return std::strcmp(left->name(), right->name()) < 0; });
    for (const auto* metric : all) {
        out.about(metric->name(), metric->type(), metric->help());
        metric->write(out);
    }
}

}  // namespace kith::metrics
