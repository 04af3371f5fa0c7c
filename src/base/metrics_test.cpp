#include "base/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace kith::metrics {
namespace {

TEST(Metrics, EscapeWhatWouldEndALabel) {
    EXPECT_EQ(label("route", "a\"b\\c\nd"), "route=\"a\\\"b\\\\c\\nd\"");
    Exposition out;
    out.single("x_total", "counter", "two\nlines \\ \"quoted\"", 1.5);
    EXPECT_EQ(out.take(), "# HELP x_total two\\nlines \\\\ \"quoted\"\n# TYPE x_total counter\nx_total 1.5\n");
}

TEST(Metrics, HistogramSumsUpItsBuckets) {
    Histogram histogram{0.1, 1};
    for (const double value : {0.05, 0.1, 0.5, 7.0}) histogram.count(value);
    Exposition out;
    histogram.write(out, "h", "a=\"b\"");
    EXPECT_EQ(out.take(),
              "h_bucket{a=\"b\",le=\"0.1\"} 2\nh_bucket{a=\"b\",le=\"1\"} 3\nh_bucket{a=\"b\",le=\"+Inf\"} 4\n"
              "h_sum{a=\"b\"} 7.6500000000000004\nh_count{a=\"b\"} 4\n");
}

TEST(Metrics, CountersDoNotGrowWithoutEnd) {
    static Counters counters("test_bounded_total", "For this test.", {"name"});
    for (std::size_t i = 0; i < Counters::kMost + 50; ++i) counters.add({std::to_string(i)});
    counters.add({"0"});
    Exposition out;
    counters.write(out);
    const auto text = out.take();
    EXPECT_EQ(std::ranges::count(text, '\n'), static_cast<std::ptrdiff_t>(Counters::kMost + 1));
    EXPECT_TRUE(text.contains("test_bounded_total{name=\"0\"} 2\n"));
    EXPECT_TRUE(text.contains("test_bounded_total{name=\"other\"} 50\n"));
}

TEST(Metrics, AreAllShown) {
    static Gauge gauge("test_shown", "For this test.");
    const Gauge::During one(gauge);
    Exposition out;
    write_all(out);
    EXPECT_TRUE(out.take().contains("# HELP test_shown For this test.\n# TYPE test_shown gauge\ntest_shown 1\n"));
}

}  // namespace
}  // namespace kith::metrics
